package dev.serin.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.serin.local.api.AuditRecord;
import dev.serin.local.real.PastRun;
import dev.serin.scenarios.Serin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs last, over what all scenarios left behind; after a part of them only, what that part left unused is named. */
@Tag("cluster")
class PermissionsIT {
    /**
     * Looked up by the admission of whatever has an owner, not by a request of the operator's; without it every apply is
     * Forbidden, since the test's API server has that admission on.
     */
    private static final Grant BY_ADMISSION = new Grant("", "serin.dev", "canaryreleases/finalizers", "update");

    @Test
    void everyVerbThatIsGrantedIsUsedAndNoneIsMissing() throws IOException {
        Set<String> versions = new TreeSet<>();
        List<AuditRecord> requests = new ArrayList<>();
        try (Stream<Path> folders = Files.walk(Path.of("target/scenarios"), 2)) {
            for (Path folder : folders.filter(PastRun::isOne).toList()) {
                versions.add(PastRun.version(folder));
                PastRun.audit(folder).stream()
                        .filter(request -> request.user().equals(Serin.USER))
                        .forEach(requests::add);
            }
        }
        System.out.printf(
                "The scenarios ran on Kubernetes %s; the operator sent %d requests%n", versions, requests.size());
        assumeThat(System.getProperty("serin.kubeconfig", ""))
                .as("a cluster of -Dkubeconfig keeps its audit log to itself")
                .isEmpty();
        assertThat(requests).noneMatch(Serin::isRefusal).isNotEmpty();
        assertThat(Grant.of(Path.of("deploy/rbac.yaml")))
                .contains(BY_ADMISSION)
                .filteredOn(grant -> !grant.equals(BY_ADMISSION))
                .filteredOn(grant -> requests.stream().noneMatch(grant::isUsedBy))
                .as("granted and never used")
                .isEmpty();
    }
}
