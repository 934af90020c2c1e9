package dev.serin.xds;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The module that ends streams, against a plain model of what it shall do, with a proxy's part played by this test. */
class StreamsModuleTest {
    private static final long GRACE = 10;
    private static final int ROOT = 1;

    private final Random random = new Random(5);
    private final Map<Integer, Long> open = new HashMap<>();
    private final List<Integer> order = new ArrayList<>();
    private final List<Integer> ended = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Instance module;
    private long now = 1;
    private long generation;
    private long opened;
    private int nextContext = ROOT + 1;
    private int current;
    private long tickPeriod;

    /** Streams opened up to {@code last} have to end at {@code deadline}. */
    private record Change(long last, long deadline) {}

    StreamsModuleTest() throws IOException {
        try (InputStream code = Objects.requireNonNull(StreamFactory.class.getResourceAsStream("streams.wasm"))) {
            module = Instance.builder(Parser.parse(code))
                    .withImportValues(ImportValues.builder()
                            .addFunction(host("proxy_get_current_time_nanoseconds", 1, (instance, args) -> {
                                instance.memory().writeLong((int) args[0], now);
                                return new long[] {0};
                            }))
                            .addFunction(host("proxy_get_buffer_bytes", 5, (instance, args) -> {
                                long at = instance.export("proxy_on_memory_allocate")
                                        .apply(2 * Long.BYTES)[0];
                                instance.memory().writeLong((int) at, generation);
                                instance.memory().writeLong((int) at + Long.BYTES, GRACE);
                                instance.memory().writeI32((int) args[3], (int) at);
                                instance.memory().writeI32((int) args[4], 2 * Long.BYTES);
                                return new long[] {0};
                            }))
                            .addFunction(host("proxy_set_tick_period_milliseconds", 1, (instance, args) -> {
                                tickPeriod = args[0];
                                return new long[] {0};
                            }))
                            .addFunction(host("proxy_set_effective_context", 1, (instance, args) -> {
                                current = (int) args[0];
                                return new long[] {open.containsKey(current) ? 0 : 2};
                            }))
                            .addFunction(host("proxy_send_local_response", 8, (instance, args) -> {
                                ended.add(current);
                                return new long[] {0};
                            }))
                            .build())
                    .build();
        }
        configure();
    }

    private static HostFunction host(String name, int parameters, WasmFunctionHandle handle) {
        return new HostFunction(
                "env", name, Collections.nCopies(parameters, ValueType.I32), List.of(ValueType.I32), handle);
    }

    private void open() {
        int context = nextContext++;
        module.export("proxy_on_context_create").apply(context, ROOT);
        open.put(context, ++opened);
        order.add(context);
    }

    private void close(int context) {
        module.export("proxy_on_delete").apply(context);
        open.remove(context);
    }

    private void configure() {
        generation++;
        if (!open.isEmpty()) {
            changes.add(new Change(opened, now + GRACE));
        }
        module.export("proxy_on_configure").apply(ROOT, 2 * Long.BYTES);
    }

    /** A tick, and what has to come of it. */
    private void tick() {
        long last = changes.stream()
                .filter(change -> change.deadline() <= now)
                .mapToLong(Change::last)
                .max()
                .orElse(-1);
        changes.removeIf(change -> change.deadline() <= now);
        Set<Integer> due = open.entrySet().stream()
                .filter(stream -> stream.getValue() <= last)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        ended.clear();
        module.export("proxy_on_tick").apply(ROOT);
        assertThat(ended).containsExactlyInAnyOrderElementsOf(due);
        due.forEach(this::close);
        assertThat(tickPeriod > 0).as("it has to be woken").isEqualTo(!changes.isEmpty());
    }

    @Test
    void endsThoseAndOnlyThoseWhoseGraceIsOver() {
        int most = 0;
        for (int step = 0; step < 60_000; step++) {
            if (random.nextInt(1000) == 0) {
                now++;
                configure();
            } else if (random.nextInt(100) < (step / 15_000 % 2 == 0 ? 70 : 35) || order.isEmpty()) {
                open();
            } else {
                int index = random.nextInt(order.size());
                int victim = order.get(index);
                Collections.swap(order, index, order.size() - 1);
                order.removeLast();
                if (open.containsKey(victim)) {
                    close(victim);
                }
            }
            if (random.nextInt(2000) == 0) {
                now += random.nextInt(8);
                tick();
            }
            most = Math.max(most, open.size());
        }
        assertThat(most).as("its table has grown").isGreaterThan(3000);
        now += GRACE;
        tick();
    }

    @Test
    void withMoreChangesThanItKeepsTheLastOneStandsForTheRest() {
        for (int change = 0; change < 100; change++) {
            open();
            now++;
            configure();
        }
        now += GRACE;
        changes.clear();
        module.export("proxy_on_tick").apply(ROOT);
        assertThat(ended).as("none is forgotten").hasSize(100);
    }

    @Test
    void theSameConfigurationAgainChangesNothing() {
        open();
        module.export("proxy_on_configure").apply(ROOT, 2 * Long.BYTES);
        now += GRACE;
        tick();
        assertThat(open).hasSize(1);
        assertThat(tickPeriod).isZero();
    }

    @Test
    void aRootContextIsNoStream() {
        module.export("proxy_on_context_create").apply(nextContext++, 0);
        configure();
        assertThat(tickPeriod).isZero();
    }
}
