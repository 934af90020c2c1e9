package dev.serin.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/** All objects of a release, in the order in which they are best made. */
public final class ReleaseObjects {
    private ReleaseObjects() {}

    /** What shall be there. A version's Service is left out as long as its selector or port is not known. */
    public static List<HasMetadata> desired(ReleaseContext context) {
        List<HasMetadata> objects = new ArrayList<>(VersionServices.of(context));
        ConfigMap bootstrap = ProxyConfigMap.of(context);
        objects.add(bootstrap);
        objects.add(ProxyService.of(context));
        objects.add(ProxyDisruptionBudget.of(context));
        objects.add(ProxyDeployment.of(context, bootstrap));
        return List.copyOf(objects);
    }
}
