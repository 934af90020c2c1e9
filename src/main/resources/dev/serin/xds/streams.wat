;; Ends streams that were opened before a change and have had their grace since. One instance per worker of a proxy.
;;
;; A change comes as a new plugin configuration: two little-endian i64, the generation and the grace in nanoseconds.
;; All streams that are open when the generation differs from the last one belong to the old generation: they are ended
;; when the grace is over, and no others.
;;
;; Memory: 0 time, 8 and 12 pointer and size of a buffer, 16 the configuration, 64 the words, 1024 the queue of changes
;; (64 entries: last old sequence number, deadline), from 65536 on a hash set of the open streams (context, sequence).
(module
  (import "env" "proxy_get_current_time_nanoseconds" (func $time (param i32) (result i32)))
  (import "env" "proxy_get_buffer_bytes" (func $buffer (param i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_set_tick_period_milliseconds" (func $tick (param i32) (result i32)))
  (import "env" "proxy_set_effective_context" (func $become (param i32) (result i32)))
  (import "env" "proxy_send_local_response"
    (func $respond (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 2)
  (data (i32.const 64) "stream_grace_period_over")

  (global $sequence (mut i64) (i64.const 0))
  (global $generation (mut i64) (i64.const -1))
  (global $changes (mut i32) (i32.const 0))
  (global $table (mut i32) (i32.const 65536))
  (global $mask (mut i32) (i32.const 4095))
  (global $count (mut i32) (i32.const 0))

  (func (export "proxy_abi_version_0_2_1"))
  (func (export "proxy_on_memory_allocate") (param i32) (result i32) i32.const 16)

  (func $slot (param $i i32) (result i32)
    (i32.add (global.get $table) (i32.shl (i32.and (local.get $i) (global.get $mask)) (i32.const 4))))

  (func $insert (param $context i32) (param $sequence i64)
    (local $i i32)
    (local.set $i (local.get $context))
    (block $free
      (loop $next
        (br_if $free (i32.eqz (i32.load (call $slot (local.get $i)))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (i32.store (call $slot (local.get $i)) (local.get $context))
    (i64.store offset=8 (call $slot (local.get $i)) (local.get $sequence))
    (global.set $count (i32.add (global.get $count) (i32.const 1))))

  ;; Twice the size, in fresh memory: what is left behind adds up to no more than the new table.
  (func $grow
    (local $old i32) (local $end i32) (local $pages i32) (local $fresh i32)
    (local.set $old (global.get $table))
    (local.set $end (i32.add (local.get $old) (i32.shl (i32.add (global.get $mask) (i32.const 1)) (i32.const 4))))
    (local.set $pages (i32.shr_u (i32.add (global.get $mask) (i32.const 1)) (i32.const 11)))
    (local.set $fresh (memory.grow (local.get $pages)))
    (if (i32.eq (local.get $fresh) (i32.const -1)) (then unreachable))
    (global.set $table (i32.shl (local.get $fresh) (i32.const 16)))
    (global.set $mask (i32.add (i32.shl (global.get $mask) (i32.const 1)) (i32.const 1)))
    (global.set $count (i32.const 0))
    (loop $next
      (if (i32.load (local.get $old))
        (then (call $insert (i32.load (local.get $old)) (i64.load offset=8 (local.get $old)))))
      (local.set $old (i32.add (local.get $old) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $old) (local.get $end)))))

  (func (export "proxy_on_context_create") (param $context i32) (param $root i32)
    (if (i32.eqz (local.get $root)) (then return))
    (global.set $sequence (i64.add (global.get $sequence) (i64.const 1)))
    (call $insert (local.get $context) (global.get $sequence))
    (if (i32.gt_u (i32.shl (global.get $count) (i32.const 1)) (global.get $mask)) (then (call $grow))))

  ;; Closes the gap that a stream leaves, so that no probe ends too early.
  (func (export "proxy_on_delete") (param $context i32)
    (local $gap i32) (local $i i32) (local $id i32)
    (local.set $gap (local.get $context))
    (block $found
      (loop $next
        (local.set $id (i32.load (call $slot (local.get $gap))))
        (br_if $found (i32.eq (local.get $id) (local.get $context)))
        (if (i32.eqz (local.get $id)) (then return))
        (local.set $gap (i32.add (local.get $gap) (i32.const 1)))
        (br $next)))
    (global.set $count (i32.sub (global.get $count) (i32.const 1)))
    (local.set $i (local.get $gap))
    (block $done
      (loop $next
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (local.set $id (i32.load (call $slot (local.get $i))))
        (br_if $done (i32.eqz (local.get $id)))
        ;; It may move into the gap if its own place is not behind the gap.
        (if (i32.ge_u
              (i32.and (i32.sub (local.get $i) (local.get $id)) (global.get $mask))
              (i32.and (i32.sub (local.get $i) (local.get $gap)) (global.get $mask)))
          (then
            (i32.store (call $slot (local.get $gap)) (local.get $id))
            (i64.store offset=8 (call $slot (local.get $gap)) (i64.load offset=8 (call $slot (local.get $i))))
            (local.set $gap (local.get $i))))
        (br $next)))
    (i32.store (call $slot (local.get $gap)) (i32.const 0)))

  (func (export "proxy_on_configure") (param $root i32) (param $size i32) (result i32)
    (local $change i32)
    (drop (call $buffer (i32.const 7) (i32.const 0) (i32.const 16) (i32.const 8) (i32.const 12)))
    (if (i32.and
          (i64.ne (i64.load (i32.const 16)) (global.get $generation))
          (i32.gt_u (global.get $count) (i32.const 0)))
      (then
        (drop (call $time (i32.const 0)))
        ;; With the queue full, the last change stands for this one too.
        (if (i32.lt_u (global.get $changes) (i32.const 64))
          (then (global.set $changes (i32.add (global.get $changes) (i32.const 1)))))
        (local.set $change (i32.add (i32.const 1008) (i32.shl (global.get $changes) (i32.const 4))))
        (i64.store (local.get $change) (global.get $sequence))
        (i64.store offset=8 (local.get $change) (i64.add (i64.load (i32.const 0)) (i64.load (i32.const 24))))))
    (global.set $generation (i64.load (i32.const 16)))
    (drop (call $tick (select (i32.const 200) (i32.const 0) (global.get $changes))))
    (i32.const 1))

  ;; Ends every stream up to a sequence number. Its place in the set is marked, since it may end later than at once.
  (func $end (param $last i64)
    (local $at i32) (local $end i32)
    (local.set $at (global.get $table))
    (local.set $end (i32.add (local.get $at) (i32.shl (i32.add (global.get $mask) (i32.const 1)) (i32.const 4))))
    (loop $next
      (if (i32.and
            (i32.ne (i32.load (local.get $at)) (i32.const 0))
            (i64.le_s (i64.load offset=8 (local.get $at)) (local.get $last)))
        (then
          (i64.store offset=8 (local.get $at) (i64.const 0x7fffffffffffffff))
          (if (i32.eqz (call $become (i32.load (local.get $at))))
            (then
              (drop (call $respond
                (i32.const 503) (i32.const 64) (i32.const 24) (i32.const 0) (i32.const 0)
                (i32.const 0) (i32.const 0) (i32.const 14)))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  (func (export "proxy_on_tick") (param $root i32)
    (local $last i64) (local $due i32)
    (drop (call $time (i32.const 0)))
    (local.set $last (i64.const -1))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (global.get $changes)))
        (br_if $done (i64.gt_u (i64.load offset=1032 (i32.const 0)) (i64.load (i32.const 0))))
        (local.set $last (i64.load offset=1024 (i32.const 0)))
        (global.set $changes (i32.sub (global.get $changes) (i32.const 1)))
        (memory.copy (i32.const 1024) (i32.const 1040) (i32.const 1008))
        (br $next)))
    (if (i32.eqz (global.get $changes)) (then (drop (call $tick (i32.const 0)))))
    (if (i64.gt_s (local.get $last) (i64.const -1)) (then (call $end (local.get $last))))))
