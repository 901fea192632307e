package io.anteroom.api.owner;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What clients see of something, with the client that it belongs to: for operators.
 *
 * @param view the object that clients see
 */
@RegisterForReflection
public record OwnedView(String client, @JsonUnwrapped Object view) {}
