package dev.serin.plan;

import dev.serin.api.v1alpha1.AdoptionStatus;
import java.util.ArrayList;
import java.util.List;

/** What the shell's ContentKeeper does with a target, write by write. */
final class ModelKeeper {
    /** A write, if it is needed. */
    record Write(String name, boolean needed, Runnable change) {}

    private ModelKeeper() {}

    static List<Write> writes(ModelDeployment target, AdoptionStatus intended, boolean leaving) {
        boolean settled = switch (intended.stage()) {
            case Idle, Releasing, Promoting, Rolling, Returning, Rejected -> true;
            case Adopting, Restarting, Settling -> false;
        };
        List<Write> writes = new ArrayList<>();
        if (!settled || !target.paused) {
            return writes;
        }
        String read = String.join("", intended.sourcesOrNone().stable().values());
        boolean changed = !intended.sourcesOrNone().changed().isEmpty();
        target.of(intended.revision()).forEach(set -> {
            writes.add(new Write("copies", changed && set.renamed == null, () -> set.renamed = read));
            writes.add(new Write("no copies", !changed && set.renamed != null, () -> set.renamed = null));
            // What has changed meanwhile cannot be copied any more.
            boolean copied = !changed && !leaving && set.copy == null && target.content.equals(read);
            writes.add(new Write("a copy", copied && !read.isEmpty(), () -> set.copy = read));
        });
        return writes;
    }
}
