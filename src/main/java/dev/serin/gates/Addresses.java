package dev.serin.gates;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which addresses may be dialled for users: none that only the operator's own machine has, or that tells of it. A release's
 * author could else ask through the operator what a NetworkPolicy or a node keeps from them.
 */
final class Addresses {
    /** Metadata services of clouds (AWS, Google, Alibaba, Azure) that are outside of the link-local networks. */
    private static final Set<InetAddress> METADATA = Stream.of(
                    "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "168.63.129.16")
            .map(Addresses::literal)
            .collect(Collectors.toUnmodifiableSet());

    /** The networks in which an IPv4 address stands at the end of an IPv6 one: compatible, mapped, NAT64 (RFC 6052). */
    private static final Set<String> EMBEDDING =
            Set.of("0".repeat(24), "0".repeat(20) + "ffff", "0064ff9b" + "0".repeat(16));

    private Addresses() {}

    static boolean mayBeDialled(InetAddress address) {
        InetAddress real = unwrapped(address);
        return !(real.isLoopbackAddress()
                || real.isLinkLocalAddress()
                || real.isAnyLocalAddress()
                || real.isMulticastAddress()
                || isThisNetwork(real)
                || METADATA.contains(real));
    }

    /** All of 0.0.0.0/8 is the own machine to some systems; and the broadcast address. */
    private static boolean isThisNetwork(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 && (bytes[0] == 0 || literal("255.255.255.255").equals(address));
    }

    private static InetAddress unwrapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4 || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return address;
        }
        String network = HexFormat.of().formatHex(bytes, 0, 12);
        try {
            return EMBEDDING.contains(network) ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16)) : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(text + " is an address", e);
        }
    }
}
