/**
 * Stand-ins for the controllers of a Kubernetes control plane that Serin depends on: Deployment, ReplicaSet,
 * EndpointSlice and garbage collection. Enters: watch events. Leaves: the objects and statuses that the real ones would
 * write, and nothing when nothing changed. Must not know how pods are run, nor which API server it speaks to.
 */
@NullMarked
package dev.serin.local.controllers;

import org.jspecify.annotations.NullMarked;
