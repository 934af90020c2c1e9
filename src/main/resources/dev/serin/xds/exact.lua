-- Chooses each request's version so that the shares hold in every run of requests, by error diffusion: what is due to
-- canary adds up, and whenever a whole request is due, canary gets one. No prefix is off by a whole request.
--
-- Envoy runs this script once per worker, and anew whenever the route changes. What is due so lives outside of the
-- script, in memory that all of this process's scripts share and each worker has a slot of: a count goes on where it
-- was through any change of the route. Where there is no such memory it begins anew with each change.
local CANARY, TOTAL = ${canary}, ${total}

-- Where a count begins is left to chance, so that workers and proxies don't take their steps together.
local function anywhere()
  return math.floor(math.random() * TOTAL)
end

local function slots()
  local ffi = require("ffi")
  ffi.cdef [[
    int memfd_create(const char *name, unsigned int flags);
    int ftruncate(int fd, long length);
    void *mmap(void *address, size_t length, int protection, int flags, int fd, long offset);
    int munmap(void *address, size_t length);
    long readlink(const char *path, char *buffer, size_t size);
    int getentropy(void *buffer, size_t length);
  ]]
  local name, size, most = "serin-split", 4096, 1024
  local wanted, link = "/memfd:" .. name .. " (deleted)", ffi.new("char[64]")
  local found
  for fd = 3, most do
    local length = tonumber(ffi.C.readlink("/proc/self/fd/" .. fd, link, 64))
    if length == #wanted and ffi.string(link, length) == wanted then
      found = fd
      break
    end
  end
  if not found then
    -- MFD_CLOEXEC. Envoy's main thread is the first to run the script, so that workers find what it made.
    found = ffi.C.memfd_create(name, 1)
    assert(found >= 0 and ffi.C.ftruncate(found, size) == 0)
  end
  -- PROT_READ and PROT_WRITE, MAP_SHARED.
  local mapped = ffi.C.mmap(nil, size, 3, 1, found, 0)
  assert(ffi.cast("long", mapped) ~= -1)
  local seed = ffi.new("unsigned int[1]")
  if ffi.C.getentropy(seed, 4) == 0 then
    math.randomseed(seed[0])
  end
  return ffi.gc(ffi.cast("double *", mapped), function(memory)
    ffi.C.munmap(memory, size)
  end), size / 16
end

-- Workers are called wrk:worker_N; the main thread answers no requests.
local function worker()
  local file = assert(io.open("/proc/thread-self/comm"))
  local number = tonumber(file:read("*l"):match("_(%d+)$"))
  file:close()
  return number
end

-- A slot holds what is due and what it is out of, so that another total takes the same part over.
local state, at = { [0] = anywhere(), TOTAL }, 0
local shared, memory, count = pcall(slots)
local known, number = pcall(worker)
if shared and known and number and number < count then
  state, at = memory, 2 * number
  if state[at + 1] == 0 then
    state[at] = anywhere()
  elseif state[at + 1] ~= TOTAL then
    state[at] = math.floor(state[at] * TOTAL / state[at + 1])
  end
  state[at + 1] = TOTAL
end

function envoy_on_route(handle)
  local due = state[at] + CANARY
  if due >= TOTAL then
    state[at] = due - TOTAL
    return "${canaryCluster}"
  end
  state[at] = due
  return "stable"
end
