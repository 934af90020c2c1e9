package dev.serin.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The process itself, by the names that Prometheus' own libraries give to what they tell of theirs. */
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final double NANOS = 1e9;

    private ProcessMetrics() {}

    static void bind(MeterRegistry registry) {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("jvm.buffer"));
        new JvmMemoryMetrics().bindTo(registry);
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        Gauge.builder("process.start.time", runtime, jvm -> jvm.getStartTime() / 1000.0)
                .description("When the process started, since the epoch.")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / NANOS)
                .description("Processor time that the process has used.")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("process.resident.memory", STATUS, ProcessMetrics::resident)
                .description("Resident memory; NaN where the system does not tell.")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    private static double resident(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToDouble(line -> 1024.0 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
