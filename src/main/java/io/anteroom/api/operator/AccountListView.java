package io.anteroom.api.operator;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The accounts of this installation.
 *
 * @param accounts in the order of their names
 */
@RegisterForReflection
record AccountListView(List<AccountView> accounts) {}
