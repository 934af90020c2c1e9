/**
 * By what the operator and its proxies know each other on the xDS channel: the server's certificate, made and renewed
 * here or by cert-manager, and the proxies' tokens, which the API server reviews.
 *
 * <p>Enters: a Secret or mounted files, tokens, time. Leaves: a key manager that follows renewals, the authorities that
 * proxies are to trust, and who a caller is. Must not know what is published to whom.
 */
@NullMarked
package dev.serin.trust;

import org.jspecify.annotations.NullMarked;
