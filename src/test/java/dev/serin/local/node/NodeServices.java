package dev.serin.local.node;

import io.fabric8.kubernetes.client.KubernetesClient;

/** What all pods of a node share. */
record NodeServices(KubernetesClient client, NodeOptions options, Configs configs, Processes processes) {}
