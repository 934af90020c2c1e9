/**
 * Programs for pods and tests: a gRPC server and an HTTP server that say which version answered, and a client that
 * makes load and records every call. Enters: environment variables, or a {@link dev.serin.samples.Load}. Leaves: answers
 * and recorded calls. Must not know Kubernetes, Envoy or the operator.
 */
@NullMarked
package dev.serin.samples;

import org.jspecify.annotations.NullMarked;
