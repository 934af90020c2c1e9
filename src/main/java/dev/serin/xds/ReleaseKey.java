package dev.serin.xds;

/**
 * Which release a proxy belongs to. A proxy names it as its node's {@code cluster}, written
 * {@code namespace/name}.
 */
public record ReleaseKey(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
