package dev.serin.local.net;

import java.util.BitSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hands out IPv4 addresses of one network, each to one holder at a time. The lowest one that has been free for longest
 * comes next: addresses go round, so that a new holder is not taken for the one before it. Network and broadcast
 * addresses are never given. Safe for many threads.
 */
public final class AddressPool implements Supplier<String> {
    private static final Pattern CIDR = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)/(\\d+)");

    private final int network;
    private final int size;
    private final BitSet taken = new BitSet();
    private int next = 1;

    private AddressPool(int network, int size) {
        this.network = network;
        this.size = size;
    }

    /** A pool for a network such as {@code 10.244.0.0/16}; a prefix of 8 to 30 bits. */
    public static AddressPool of(String cidr) {
        Matcher m = CIDR.matcher(cidr);
        if (!m.matches()) {
            throw new IllegalArgumentException("not an IPv4 network: " + cidr);
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            address = (address << 8) | Integer.parseInt(m.group(i));
        }
        int bits = Integer.parseInt(m.group(5));
        if (bits < 8 || bits > 30) {
            throw new IllegalArgumentException("the prefix must have 8 to 30 bits: " + cidr);
        }
        return new AddressPool(address & (-1 << (32 - bits)), 1 << (32 - bits));
    }

    /** The next free address; throws {@link IllegalStateException} when there is none. */
    @Override
    public synchronized String get() {
        for (int i = 0; i < size - 2; i++) {
            int candidate = 1 + (next - 1 + i) % (size - 2);
            if (!taken.get(candidate)) {
                taken.set(candidate);
                next = candidate + 1;
                return text(candidate);
            }
        }
        throw new IllegalStateException("no address left of " + (size - 2));
    }

    /** Gives an address back; one that isn't of this pool is ignored. */
    public synchronized void release(String address) {
        String[] parts = address.split("\\.", -1);
        int value = 0;
        for (String part : parts) {
            value = (value << 8) | Integer.parseInt(part);
        }
        int offset = value - network;
        if (offset > 0 && offset < size) {
            taken.clear(offset);
        }
    }

    private String text(int offset) {
        int a = network + offset;
        return (a >>> 24) + "." + ((a >>> 16) & 255) + "." + ((a >>> 8) & 255) + "." + (a & 255);
    }
}
