package io.anteroom.api.operator;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The clients of this installation.
 *
 * @param clients in the order of their names
 */
@RegisterForReflection
record ClientsView(List<ClientView> clients) {}
