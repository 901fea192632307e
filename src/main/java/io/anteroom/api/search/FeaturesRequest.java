package io.anteroom.api.search;

import io.anteroom.account.Client;
import java.net.URI;

/**
 * A client asks for the features of its task, beside the task.
 *
 * @param assets the address of assets, as the client calls it
 */
public record FeaturesRequest(Client client, URI assets) {}
