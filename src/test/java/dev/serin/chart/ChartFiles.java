package dev.serin.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that are made for the chart and from it. */
public final class ChartFiles {
    static final String MADE = "# Made from helm/serin by: mvn -B -q test-compile exec:exec@generate\n";

    private static final Path DEPLOY = Path.of("deploy");
    private static final Path MONITORING = DEPLOY.resolve("monitoring");
    private static final Path CHART = Path.of(Helm.CHART);

    private ChartFiles() {}

    /** What the chart has of what is made elsewhere, since a chart can read nothing outside of its folder. */
    public static Map<Path, String> copies(String crd) {
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(CHART.resolve("templates/crd.yaml"), CrdTemplate.of(crd));
        for (String name : new String[] {"dashboard.json", "alerts.yaml"}) {
            files.put(CHART.resolve("files").resolve(name), read(MONITORING.resolve(name)));
        }
        files.put(Path.of("docs/chart.md"), ValuesTable.markdown(read(CHART.resolve("values.yaml"))));
        return files;
    }

    /** {@code deploy/}, as Helm renders the chart with its own values. */
    public static Map<Path, String> deploy() {
        Map<Path, String> files = new LinkedHashMap<>();
        Manifests.byTemplate(Helm.template().orThrow())
                .forEach((name, text) -> files.put(DEPLOY.resolve(name), MADE + text));
        return files;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
