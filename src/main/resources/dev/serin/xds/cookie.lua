-- Gives a request without the cookie one, before its version is chosen by it, and the answer the same.
local NAME, TTL = "${name}", ${ttl}
local METADATA = "serin.sticky"

-- Setting this header makes Envoy choose the version anew, by the cookie that is there now.
local function has(cookies)
  return cookies ~= nil and ("; " .. cookies):find("; " .. NAME .. "=", 1, true) ~= nil
end

local function id()
  return string.format("%08x%08x", math.random(0, 0xffffffff), math.random(0, 0xffffffff))
end

local seeded = pcall(function()
  local ffi = require("ffi")
  ffi.cdef "int getentropy(void *buffer, size_t length);"
  local seed = ffi.new("unsigned int[1]")
  assert(ffi.C.getentropy(seed, 4) == 0)
  math.randomseed(seed[0])
end)
if not seeded then
  math.randomseed(os.time() + os.clock() * 1e6)
end

function envoy_on_request(handle)
  local headers = handle:headers()
  local cookies = headers:get("cookie")
  if not has(cookies) then
    local given = id()
    headers:replace("cookie", (cookies and cookies .. "; " or "") .. NAME .. "=" .. given)
    handle:streamInfo():dynamicMetadata():set(METADATA, "given", given)
  end
end

function envoy_on_response(handle)
  local given = handle:streamInfo():dynamicMetadata():get(METADATA)
  if given and given["given"] then
    handle:headers():add("set-cookie", NAME .. "=" .. given["given"] .. "; Max-Age=" .. TTL .. "; Path=/; HttpOnly; SameSite=Lax")
  end
end
