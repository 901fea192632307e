package io.anteroom.api.operator;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The replicas of this installation.
 *
 * @param replicas those that are alive or were minutes ago
 */
@RegisterForReflection
record ReplicasView(List<ReplicaView> replicas) {}
