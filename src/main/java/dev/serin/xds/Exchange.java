package dev.serin.xds;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Counts what goes over the channel, for as long as the process lives, tells what was refused, and knows whether more may go. Safe
 * for use by many threads.
 */
final class Exchange {
    private final Map<Kind, LongAdder> sent = adders();
    private final Map<Kind, LongAdder> confirmed = adders();
    private final Map<Kind, LongAdder> refused = adders();

    private final RejectionLog rejections = new RejectionLog();
    private final BooleanSupplier mayPush;

    Exchange(BooleanSupplier mayPush) {
        this.mayPush = mayPush;
    }

    /** Whether anything may be sent now; may wait until that is known. */
    boolean mayPush() {
        return mayPush.getAsBoolean();
    }

    void sent(Kind kind) {
        add(sent, kind);
    }

    void confirmed(Kind kind) {
        add(confirmed, kind);
    }

    void refused(Kind kind, ReleaseKey release, String node, String words) {
        add(refused, kind);
        rejections.rejected(release, node, kind, words);
    }

    ChannelCounts counts(int streams, long turnedAway) {
        Map<String, ChannelCounts.Answers> byType = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            byType.put(
                    kind.word(), new ChannelCounts.Answers(sum(sent, kind), sum(confirmed, kind), sum(refused, kind)));
        }
        return new ChannelCounts(streams, turnedAway, byType);
    }

    private static void add(Map<Kind, LongAdder> adders, Kind kind) {
        Objects.requireNonNull(adders.get(kind)).increment();
    }

    private static long sum(Map<Kind, LongAdder> adders, Kind kind) {
        return Objects.requireNonNull(adders.get(kind)).sum();
    }

    /** All there at the beginning: the map is not changed afterwards. */
    private static Map<Kind, LongAdder> adders() {
        Map<Kind, LongAdder> all = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            all.put(kind, new LongAdder());
        }
        return all;
    }
}
