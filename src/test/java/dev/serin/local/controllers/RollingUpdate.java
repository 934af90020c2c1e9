package dev.serin.local.controllers;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of a Deployment's rolling update, with Kubernetes' rounding: surge up, unavailable down, and never both
 * zero.
 *
 * @param replicas the Deployment's
 * @param maxSurge pods that may be there above replicas
 * @param maxUnavailable pods that may be missing below replicas
 */
record RollingUpdate(int replicas, int maxSurge, int maxUnavailable) {
    /** A ReplicaSet as the arithmetic sees it: pods wanted, and pods available. */
    record Set(String name, int replicas, int available) {}

    static RollingUpdate of(int replicas, @Nullable IntOrString surge, @Nullable IntOrString unavailable) {
        int up = resolve(surge, replicas, true);
        int down = resolve(unavailable, replicas, false);
        return new RollingUpdate(replicas, up, up == 0 && down == 0 ? 1 : down);
    }

    private static int resolve(@Nullable IntOrString value, int replicas, boolean roundUp) {
        if (value != null && value.getIntVal() != null) {
            return value.getIntVal();
        }
        String text = value == null || value.getStrVal() == null ? "25%" : value.getStrVal();
        int percent = Integer.parseInt(text.replace("%", ""));
        return (percent * replicas + (roundUp ? 99 : 0)) / 100;
    }

    /** New sizes for the sets that change now, by name; oldest sets first. Empty: nothing to do until pods change. */
    Map<String, Integer> next(Set fresh, List<Set> old) {
        int grown = grow(fresh, old);
        if (grown != fresh.replicas()) {
            return Map.of(fresh.name(), grown);
        }
        return shrink(fresh, old);
    }

    private int grow(Set fresh, List<Set> old) {
        if (fresh.replicas() >= replicas) {
            return replicas;
        }
        int room = replicas + maxSurge - total(fresh, old);
        return fresh.replicas() + Math.clamp(room, 0, replicas - fresh.replicas());
    }

    private Map<String, Integer> shrink(Set fresh, List<Set> old) {
        int minAvailable = replicas - maxUnavailable;
        int missing = fresh.replicas() - fresh.available();
        int budget = total(fresh, old) - minAvailable - missing;
        Map<String, Integer> sizes = new HashMap<>();
        // Those that do not serve go first, whatever their age.
        for (Set set : old) {
            int broken = Math.clamp(set.replicas() - set.available(), 0, Math.max(0, budget));
            if (broken > 0) {
                sizes.put(set.name(), set.replicas() - broken);
                budget -= broken;
            }
        }
        int available =
                fresh.available() + old.stream().mapToInt(Set::available).sum();
        int spare = Math.min(budget, available - minAvailable);
        for (Set set : old) {
            int size = sizes.getOrDefault(set.name(), set.replicas());
            int gone = Math.clamp(spare, 0, size);
            if (gone > 0) {
                sizes.put(set.name(), size - gone);
                spare -= gone;
            }
        }
        return sizes;
    }

    /** Sizes when replicas changed while several sets have pods: the change is shared out by their present sizes. */
    Map<String, Integer> proportional(List<Set> active) {
        int present = active.stream().mapToInt(Set::replicas).sum();
        int allowed = replicas == 0 ? 0 : replicas + (active.size() > 1 ? maxSurge : 0);
        Map<String, Integer> sizes = new HashMap<>();
        int left = allowed - present;
        for (Set set : active) {
            int share = present == 0 ? 0 : Math.round((float) set.replicas() * (allowed - present) / present);
            int bounded = left >= 0 ? Math.clamp(share, 0, left) : Math.clamp(share, left, 0);
            sizes.put(set.name(), set.replicas() + bounded);
            left -= bounded;
        }
        if (!active.isEmpty()) {
            String last = active.getLast().name();
            sizes.put(last, Math.max(0, sizes.getOrDefault(last, 0) + left));
        }
        return sizes;
    }

    private static int total(Set fresh, List<Set> old) {
        return fresh.replicas() + old.stream().mapToInt(Set::replicas).sum();
    }
}
