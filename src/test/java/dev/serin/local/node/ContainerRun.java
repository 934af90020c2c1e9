package dev.serin.local.node;

import dev.serin.local.node.ContainerState.Running;
import dev.serin.local.node.ContainerState.Terminated;
import dev.serin.local.node.ContainerState.Waiting;
import dev.serin.local.node.ImageRegistry.Image;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One container of a pod: started, probed, and started again when it ends. All methods run on its pod's thread, but
 * {@link #process}.
 */
final class ContainerRun {
    private static final Duration CONFIG_RETRY = Duration.ofSeconds(1);
    private static final Duration PULL = Duration.ofMillis(100);

    private final Container container;
    private final PodContext context;
    private final Rewriter rewriter;
    private final NodeServices node;
    private final PodThread thread;
    private final BackOff restartBackOff;
    private final BackOff pullBackOff;
    private final List<Prober> probers = new ArrayList<>();

    private ContainerState state = new Waiting("ContainerCreating", "");
    private Optional<Terminated> last = Optional.empty();
    private Map<String, String> env = Map.of();
    private int restarts;
    private boolean ranOnce;
    private boolean started;
    private boolean ready;
    private boolean over;
    private boolean stopping;
    private volatile @Nullable Process process;

    ContainerRun(Container container, PodContext context, Rewriter rewriter, NodeServices node, PodThread thread) {
        this.container = container;
        this.context = context;
        this.rewriter = rewriter;
        this.node = node;
        this.thread = thread;
        this.restartBackOff = new BackOff(node.options().initialBackOff());
        this.pullBackOff = new BackOff(node.options().initialBackOff());
    }

    Container container() {
        return container;
    }

    /** The running process. */
    Optional<Process> process() {
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    ContainerView view() {
        Process now = process;
        return new ContainerView(
                container.getName(),
                container.getImage(),
                state,
                last,
                restarts,
                started,
                ready,
                over,
                now == null ? 0 : now.pid());
    }

    /** Starts it, or says in its state why it can't and tries again later. */
    void start() {
        if (stopping) {
            return;
        }
        Optional<Image> image = node.options().images().find(container.getImage());
        if (image.isEmpty()) {
            waitForImage();
            return;
        }
        try {
            env = new Environment(context).of(container, image.get().env(), rewriter);
            if (!Boolean.FALSE.equals(context.pod().getSpec().getAutomountServiceAccountToken())) {
                env.putIfAbsent("KUBECONFIG", kubeconfig().toString());
            }
            run(image.get());
        } catch (MissingConfigException | IllegalArgumentException | KubernetesClientException e) {
            state = new Waiting("CreateContainerConfigError", String.valueOf(e.getMessage()));
            thread.later(CONFIG_RETRY, this::start);
        } catch (IOException e) {
            Instant now = Instant.now();
            ended(new Terminated(128, 0, "StartError", String.valueOf(e.getMessage()), now, now));
        }
    }

    private Path kubeconfig() throws IOException {
        String account = context.pod().getSpec().getServiceAccountName();
        return node.options().access().kubeconfig(context.namespace(), account == null ? "default" : account);
    }

    /** No restarts and no liveness from here on; readiness goes on until the process ends. */
    void stopping() {
        stopping = true;
        if (process().isEmpty()) {
            over = true;
        }
    }

    /** Runs a command with the container's environment, folder and view, and gives its exit code. */
    int exec(List<String> command, Duration timeout) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(Command.rewrite(command, env, rewriter)))
                .directory(context.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(env);
        Process hook = node.processes().start(builder);
        if (!hook.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            hook.destroyForcibly();
            return 137;
        }
        return hook.exitValue();
    }

    void closeProbers() {
        probers.forEach(Prober::close);
        probers.clear();
    }

    private void waitForImage() {
        String message = "failed to pull image \"" + container.getImage() + "\": no such image in the local registry";
        if (state instanceof Waiting w && w.reason().equals("ErrImagePull")) {
            state = new Waiting("ImagePullBackOff", "Back-off pulling image \"" + container.getImage() + "\"");
        } else if (!(state instanceof Waiting w && w.reason().equals("ImagePullBackOff"))) {
            state = new Waiting("ErrImagePull", message);
            thread.later(PULL, this::start);
            return;
        }
        thread.later(pullBackOff.next(), this::start);
    }

    private void run(Image image) throws IOException {
        Path log = context.log(container.getName());
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(Command.of(container, image, env, rewriter))
                .directory(workingDirectory())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(env);
        Process begun = node.processes().start(builder);
        process = begun;
        restarts += ranOnce ? 1 : 0;
        ranOnce = true;
        Instant since = Instant.now();
        state = new Running(since);
        var unused = begun.onExit()
                .thenAccept(ended -> thread.run(() -> {
                    if (ended.equals(process)) {
                        ended(Terminated.of(ended.exitValue(), since, Instant.now()));
                    }
                }));
        probeStart();
    }

    private java.io.File workingDirectory() {
        String wanted = container.getWorkingDir();
        Path mapped = wanted == null ? context.folder() : Path.of(rewriter.path(wanted));
        return (mapped.startsWith(context.folder()) && Files.isDirectory(mapped) ? mapped : context.folder()).toFile();
    }

    private void ended(Terminated end) {
        closeProbers();
        ready = false;
        started = false;
        process = null;
        state = end;
        ranOnce = true;
        if (stopping || !restarts(end)) {
            over = true;
            return;
        }
        last = Optional.of(end);
        Duration pause = restartBackOff.afterRun(Duration.between(end.started(), end.finished()));
        if (pause.isZero()) {
            thread.run(this::start);
        } else {
            state = new Waiting(
                    "CrashLoopBackOff",
                    "back-off " + pause.toSeconds() + "s restarting failed container=" + container.getName());
            thread.later(pause, this::start);
        }
    }

    private boolean restarts(Terminated end) {
        String policy = context.pod().getSpec().getRestartPolicy();
        return policy == null || policy.equals("Always") || (policy.equals("OnFailure") && end.exitCode() != 0);
    }

    private void probeStart() {
        Probe startup = container.getStartupProbe();
        if (startup == null) {
            probeOn();
        } else {
            probe(startup, node.options().eagerProbes(), passed -> {
                if (passed && !started) {
                    probeOn();
                } else if (!passed) {
                    kill();
                }
            });
        }
    }

    private void probeOn() {
        started = true;
        Probe readiness = container.getReadinessProbe();
        ready = readiness == null;
        if (readiness != null) {
            probe(readiness, node.options().eagerProbes(), passed -> ready = passed);
        }
        Probe liveness = container.getLivenessProbe();
        if (liveness != null) {
            probe(liveness, Duration.ZERO, passed -> {
                if (!passed && !stopping) {
                    kill();
                }
            });
        }
    }

    private void probe(Probe probe, Duration eager, Consumer<Boolean> verdict) {
        Process probed = process;
        Check check = new Checks(container, context.podIp(), this::exec).of(probe);
        probers.add(Prober.start(
                probe,
                check,
                eager,
                passed -> thread.run(() -> {
                    // A verdict on the process before this one comes too late.
                    if (probed != null && probed.equals(process)) {
                        verdict.accept(passed);
                    }
                })));
    }

    /** After a failed probe: politely, then by force when the grace is over. */
    private void kill() {
        process().ifPresent(running -> {
            running.destroy();
            Long grace = context.pod().getSpec().getTerminationGracePeriodSeconds();
            thread.later(Duration.ofSeconds(grace == null ? 30 : grace), running::destroyForcibly);
        });
    }
}
