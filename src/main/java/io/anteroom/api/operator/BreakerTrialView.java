package io.anteroom.api.operator;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Of which circuit breakers each replica is to try those that are open.
 *
 * @param classes the labels of endpoint classes
 */
@RegisterForReflection
record BreakerTrialView(String account, List<String> classes) {}
