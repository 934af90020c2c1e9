package dev.serin.samples;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Load} of {@link Reporter#REPORT} calls and records every one. Nothing is retried: gRPC's own retries are
 * off, so that each failure is seen. Close it to end the load; calls in flight are finished and recorded first.
 */
public final class ReporterClient implements AutoCloseable {
    private final Load load;
    private final List<Channel> channels = new ArrayList<>();
    private final List<ManagedChannel> connections = new ArrayList<>();
    private final Recorder recorder = new Recorder();
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong open = new AtomicLong(1); // the load itself is one, so that zero means done
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    private ReporterClient(Load load) {
        this.load = load;
    }

    /** Connects and starts to call; returns at once. */
    public static ReporterClient start(Load load) {
        ReporterClient client = new ReporterClient(load);
        client.begin();
        return client;
    }

    /** Runs a load that has an end, and returns all its calls. */
    public static List<Call> run(Load load) throws InterruptedException {
        try (ReporterClient client = start(load)) {
            client.await();
            return client.calls();
        }
    }

    /** What has been recorded so far, in the order of completion. */
    public List<Call> calls() {
        return recorder.all();
    }

    /** How many calls are recorded: cheap enough to be asked often. */
    public int count() {
        return recorder.size();
    }

    /** The calls recorded from the given count on. */
    public List<Call> since(int count) {
        return recorder.since(count);
    }

    /** Waits for the load's own end. */
    public void await() throws InterruptedException {
        done.await();
    }

    /** Sends no more calls, and waits until those in flight are done. */
    public void stop() {
        end();
        try {
            if (!done.await(load.deadline().toMillis() + 5000, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(open.get() + " calls are still open after their deadline");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        timer.shutdownNow();
        connections.forEach(ManagedChannel::shutdownNow);
    }

    private void begin() {
        for (int i = 0; i < load.connections(); i++) {
            NettyChannelBuilder builder =
                    NettyChannelBuilder.forAddress(load.target()).usePlaintext().directExecutor();
            ManagedChannel channel = (load.waitForReady() ? builder.enableRetry() : builder.disableRetry()).build();
            connections.add(channel);
            channels.add(ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers())));
        }
        if (load.time().isPositive()) {
            var unused = timer.schedule(this::end, load.time().toNanos(), TimeUnit.NANOSECONDS);
        }
        if (load.rate() > 0) {
            AtomicLong tick = new AtomicLong();
            long period = Math.max(1, Math.round(Duration.ofSeconds(1).toNanos() / load.rate()));
            var unused = timer.scheduleAtFixedRate(
                    () -> call((int) (tick.getAndIncrement() % channels.size()), false),
                    0,
                    period,
                    TimeUnit.NANOSECONDS);
        } else {
            for (int i = 0; i < load.connections() * load.concurrent(); i++) {
                call(i % load.connections(), true);
            }
        }
    }

    private CallOptions options() {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(load.deadline().toNanos(), TimeUnit.NANOSECONDS);
        return load.waitForReady() ? options.withWaitForReady() : options;
    }

    private Metadata headers() {
        Metadata headers = new Metadata();
        load.headers()
                .forEach((name, value) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        return headers;
    }

    /** Sends one call, unless the load has ended; {@code chained}: the next one follows when it is done. */
    private void call(int channel, boolean chained) {
        if (stopped.getCount() == 0) {
            return;
        }
        if (load.calls() > 0 && started.getAndIncrement() >= load.calls()) {
            end();
            return;
        }
        open.incrementAndGet();
        ClientCall<StringValue, StringValue> call = channels.get(channel).newCall(Reporter.REPORT, options());
        long start = System.nanoTime();
        ClientCalls.asyncUnaryCall(call, StringValue.getDefaultInstance(), new StreamObserver<>() {
            private @Nullable Answer answer;

            @Override
            public void onNext(StringValue message) {
                answer = Answer.parse(message.getValue());
            }

            @Override
            public void onError(Throwable cause) {
                finish(Status.fromThrowable(cause));
            }

            @Override
            public void onCompleted() {
                finish(Status.OK);
            }

            private void finish(Status status) {
                Object local = call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
                recorder.add(new Call(
                        start,
                        System.nanoTime() - start,
                        status,
                        channel,
                        local == null ? "" : local.toString(),
                        Optional.ofNullable(answer)));
                closeOne();
                if (chained) {
                    // Through the timer after a failure: it may have failed on this very stack.
                    if (status.isOk()) {
                        call(channel, true);
                    } else if (stopped.getCount() > 0) {
                        var unused = timer.schedule(() -> call(channel, true), 1, TimeUnit.MILLISECONDS);
                    }
                }
            }
        });
    }

    private synchronized void end() {
        if (stopped.getCount() > 0) {
            stopped.countDown();
            closeOne();
        }
    }

    private void closeOne() {
        if (open.decrementAndGet() == 0) {
            done.countDown();
        }
    }
}
