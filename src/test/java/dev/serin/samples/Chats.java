package dev.serin.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Bidirectional streams of {@link Reporter#CHAT} on one connection, each with a message every tenth of a second. */
public final class Chats implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ManagedChannel channel;
    private final List<Chat> chats = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    public Chats(SocketAddress target) {
        channel = NettyChannelBuilder.forAddress(target)
                .usePlaintext()
                .disableRetry()
                .build();
        var unused = timer.scheduleAtFixedRate(
                () -> chats.forEach(Chat::say), PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Opens more of them. */
    public List<Chat> open(int count) {
        List<Chat> opened = IntStream.range(0, count).mapToObj(i -> new Chat()).toList();
        chats.addAll(opened);
        return opened;
    }

    /** Waits until each has been answered, and checks that all answers were of a version. */
    public void awaitVersions(List<Chat> some, String version) {
        await().atMost(PATIENCE).until(() -> some.stream().allMatch(chat -> chat.version != null));
        assertThat(some).allMatch(chat -> version.equals(chat.version));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        channel.shutdownNow();
    }

    /** One stream. */
    public final class Chat {
        private final ClientCall<StringValue, StringValue> call = channel.newCall(Reporter.CHAT, CallOptions.DEFAULT);
        private final AtomicInteger answers = new AtomicInteger();
        private volatile @Nullable String version;
        private volatile @Nullable Status ended;
        private volatile long endedAt;
        private boolean cancelled;

        private Chat() {
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onMessage(StringValue message) {
                            version = Answer.parse(message.getValue()).version();
                            answers.incrementAndGet();
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            endedAt = System.nanoTime();
                            ended = status;
                        }
                    },
                    new Metadata());
            call.request(Integer.MAX_VALUE);
            call.sendMessage(StringValue.getDefaultInstance());
        }

        private synchronized void say() {
            if (ended == null && !cancelled) {
                call.sendMessage(StringValue.getDefaultInstance());
            }
        }

        public synchronized void cancel() {
            cancelled = true;
            call.cancel("enough", null);
        }

        public int answers() {
            return answers.get();
        }

        /** How it ended; null while it goes on. */
        public @Nullable Status ended() {
            return ended;
        }

        /** When it ended, by {@link System#nanoTime}. */
        public long endedAt() {
            return endedAt;
        }
    }
}
