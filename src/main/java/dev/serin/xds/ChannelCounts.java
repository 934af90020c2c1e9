package dev.serin.xds;

import java.util.Map;

/**
 * What went over the channel since the process started.
 *
 * @param streams how many streams are open now, one for each connected proxy
 * @param turnedAway how many callers and connections were not let in
 * @param byType by the kind of resource, in one lower-case word
 */
public record ChannelCounts(int streams, long turnedAway, Map<String, Answers> byType) {
    public ChannelCounts {
        byType = Map.copyOf(byType);
    }

    /** How often resources were sent, confirmed (ACK) and refused (NACK); what is not answered yet is in neither. */
    public record Answers(long sent, long confirmed, long refused) {}
}
