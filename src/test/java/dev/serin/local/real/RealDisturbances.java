package dev.serin.local.real;

import dev.serin.local.Disturbances;

/** Disturbs a real control plane by its own means: processes that end, an admission policy, a priority level. */
final class RealDisturbances implements Disturbances {
    private final RealControlPlane plane;

    RealDisturbances(RealControlPlane plane) {
        this.plane = plane;
    }

    @Override
    public void restartApiServer() {
        plane.compactEtcd();
        plane.restartApiServer();
    }

    @Override
    public Disturbance storeOutage() {
        plane.killEtcd();
        return plane::startEtcd;
    }

    @Override
    public Disturbance refuse(String user, String resource, String message) {
        return Refusal.of(plane, user, resource, message);
    }

    @Override
    public Disturbance listen(String user, WriteListener listener) {
        return AuditTail.of(plane::audit, user, listener);
    }

    @Override
    public Disturbance throttle(String user) {
        return Throttle.of(plane, user);
    }
}
