package dev.serin.lead;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.function.BooleanSupplier;

/** Lets a client's requests pass that only read, and all others only while this process leads, retries included. */
public final class Fence implements Interceptor {
    private final BooleanSupplier leads;

    public Fence(BooleanSupplier leads) {
        this.leads = leads;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        if (!request.method().equals("GET") && !leads.getAsBoolean()) {
            throw new IllegalStateException(
                    "Not the leader: " + request.method() + " " + request.uri() + " is not sent.");
        }
    }
}
