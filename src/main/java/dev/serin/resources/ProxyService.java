package dev.serin.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** The Service that clients dial to have their requests split. */
final class ProxyService {
    private ProxyService() {}

    static Service of(ReleaseContext context) {
        return new ServiceBuilder()
                .withMetadata(context.meta(Names.proxy(context.name()), "proxy"))
                .withNewSpec()
                .withSelector(Labels.proxySelector(context.name()))
                .addNewPort()
                .withName(portName(context))
                .withProtocol("TCP")
                .withAppProtocol(appProtocol(context))
                .withPort(context.spec().service().port())
                .withTargetPort(new IntOrString(ProxyDeployment.TRAFFIC))
                .endPort()
                .endSpec()
                .build();
    }

    static String portName(ReleaseContext context) {
        return switch (context.spec().service().protocol()) {
            case GRPC -> "grpc";
            case HTTP2 -> "http2";
            case HTTP -> "http";
        };
    }

    /** The standard names, see Kubernetes' documentation of a Service's appProtocol. */
    private static String appProtocol(ReleaseContext context) {
        return switch (context.spec().service().protocol()) {
            case GRPC, HTTP2 -> "kubernetes.io/h2c";
            case HTTP -> "http";
        };
    }
}
