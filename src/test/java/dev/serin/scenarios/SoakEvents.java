package dev.serin.scenarios;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What befalls a release in a soak, chosen by a seeded generator, so that a seed plays the same events again. */
final class SoakEvents {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Serin serin;
    private final Random random;
    private final List<Long> kills = new ArrayList<>();

    SoakEvents(Serin serin, long seed) {
        this.serin = serin;
        this.random = new Random(seed);
    }

    /** When proxies were killed, by {@link System#nanoTime}. */
    List<Long> kills() {
        return List.copyOf(kills);
    }

    /** Lets one event happen; its name. */
    String next() throws Exception {
        int choice = random.nextInt(100);
        if (choice < 50) {
            int weight = random.nextInt(101);
            serin.weight("reporter", weight);
            return "weight " + weight;
        } else if (choice < 65) {
            return scale(random.nextBoolean() ? "reporter" : "reporter-v2", 1 + random.nextInt(3));
        } else if (choice < 75) {
            return random.nextBoolean() ? deletePod("app=reporter", 2) : deletePod("app=reporter-v2", 1);
        } else if (choice < 80) {
            int proxies = 2 + random.nextInt(2);
            serin.patch("reporter", "{\"spec\":{\"proxy\":{\"replicas\":%d}}}".formatted(proxies));
            return proxies + " proxies";
        } else if (choice < 85) {
            twoProxies();
            return deletePod("app.kubernetes.io/name=serin-proxy,serin.dev/release=reporter", 2);
        } else if (choice < 89) {
            return killProxy();
        } else if (choice < 93) {
            return killOperator();
        } else if (choice < 97) {
            boolean paused = random.nextBoolean();
            serin.patch("reporter", "{\"spec\":{\"paused\":%b}}".formatted(paused));
            return "paused: " + paused;
        }
        return badResource();
    }

    private String scale(String deployment, int replicas) {
        known();
        serin.cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(deployment)
                .scale(replicas);
        return deployment + " scaled to " + replicas;
    }

    /** Canary's only pod may go, since stable answers in its place; nobody answers in place of stable's only one. */
    private String deletePod(String selector, int least) {
        known();
        List<Pod> ready = serin.readyPods("default", selector);
        if (ready.size() < least) {
            return "too few pods to delete one";
        }
        Pod victim = ready.get(random.nextInt(ready.size()));
        serin.cluster().client().resource(victim).delete();
        return "pod " + victim.getMetadata().getName() + " deleted";
    }

    /**
     * Waits until the proxies know all pods that are ready and no others, and are in touch with an operator: a pod goes
     * after its endpoint, which somebody has to take away.
     */
    private void known() {
        await("the proxies know the pods that are ready")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> inTouch().allMatch(touch -> touch)
                        && knows("stable", "reporter")
                        && knows("canary", "reporter-v2"));
    }

    private boolean knows(String cluster, String deployment) {
        String selector = "app=" + deployment;
        long staying = serin.cluster().pods("default", selector).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .count();
        int wanted = serin.cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace("default")
                .withName(deployment)
                .require()
                .getSpec()
                .getReplicas();
        if (staying > wanted) {
            return false;
        }
        int ready = serin.readyPods("default", selector).size();
        // Stable's Service.
        int behind = cluster.equals("stable") && ready > 0 ? 1 : 0;
        return ProxyStats.of(serin, "reporter").stream()
                .allMatch(proxy -> proxy.get("cluster." + cluster + ".membership_total") == ready + behind);
    }

    /** Of each ready proxy whether it has an operator. */
    private Stream<Boolean> inTouch() {
        return ProxyStats.of(serin, "reporter").stream().map(proxy -> proxy.get("control_plane.connected_state") == 1);
    }

    private void twoProxies() {
        await("two proxies are ready")
                .atMost(PATIENCE)
                .until(() -> serin.proxyPods("reporter").size() >= 2);
    }

    private String killProxy() throws Exception {
        twoProxies();
        List<String> proxies = serin.proxyPods("reporter");
        String victim = proxies.get(random.nextInt(proxies.size()));
        kills.add(System.nanoTime());
        kill("default", victim);
        return "proxy " + victim + " killed";
    }

    private String killOperator() throws Exception {
        await("an operator is ready")
                .atMost(PATIENCE)
                .until(() -> !serin.readyPods(Serin.NAMESPACE, "app.kubernetes.io/component=operator")
                        .isEmpty());
        known();
        kill(Serin.NAMESPACE, serin.operatorPod());
        await("the proxies have lost the operator")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptions()
                .until(() -> inTouch().noneMatch(touch -> touch));
        return "operator killed";
    }

    /** A pod that was killed before would be restarted later and later, up to five minutes: another one comes for it. */
    private void kill(String namespace, String pod) throws Exception {
        serin.cluster().signal(namespace, pod, "KILL");
        var named = serin.cluster().client().pods().inNamespace(namespace).withName(pod);
        boolean again = named.require().getStatus().getContainerStatuses().stream()
                .anyMatch(container -> container.getRestartCount() > 0);
        if (again) {
            named.withGracePeriod(0).delete();
        }
    }

    private String badResource() throws Exception {
        var answer = serin.cluster()
                .kubectl(
                        "patch",
                        "canary",
                        "reporter",
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"strategy\":{\"weight\":101}}}");
        if (answer.exit() == 0) {
            throw new AssertionError("a weight above the total was accepted");
        }
        return "bad resource refused";
    }
}
