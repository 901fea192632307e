package io.anteroom.callback;

import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.callback.destination.DestinationPolicy;
import io.anteroom.callback.destination.DestinationRefusedException;
import io.anteroom.callback.secret.CallbackSecretMissingException;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.SecretUnreadableException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Decides at the accept who is told of a task's end. Thread-safe. */
@Singleton
public class CallbackUrlCheck {

  private final DestinationPolicy destinationPolicy;
  private final CallbackSecrets secrets;
  private final Clients clients;

  public CallbackUrlCheck(
      DestinationPolicy destinationPolicy, CallbackSecrets secrets, Clients clients) {
    this.destinationPolicy = destinationPolicy;
    this.secrets = secrets;
    this.clients = clients;
  }

  /** Whether nobody is to be told: neither the request, here null, nor the client names a URL. */
  public boolean isNobodyTold(String client, String wished) {
    return wished == null && configuredUrl(client).isEmpty();
  }

  /**
   * The URL that the end is told to: the one asked for, else that of the client's configuration.
   *
   * @param wished as the client gave it, or null where its configuration names one
   * @return fails with {@link DestinationRefusedException} or {@link
   *     CallbackSecretMissingException}
   */
  public Uni<String> admit(String client, String wished) {
    return (wished == null ? admitConfigured(client) : destinationPolicy.admit(wished))
        .call(() -> needSecret(client))
        .map(URI::toString);
  }

  private Uni<URI> admitConfigured(String client) {
    return destinationPolicy
        .admit(configuredUrl(client).orElseThrow())
        .onFailure(DestinationRefusedException.class)
        .transform(
            refusal ->
                new DestinationRefusedException(
                    "Of the callback URL that the configuration gives this client: "
                        + refusal.getMessage()));
  }

  private Optional<String> configuredUrl(String client) {
    return clients.named(client).flatMap(Client::callbackUrl);
  }

  private Uni<Void> needSecret(String client) {
    return secrets
        .of(client)
        .onFailure(SecretUnreadableException.class)
        .recoverWithItem(List.of())
        .invoke(
            found -> {
              if (found.isEmpty()) {
                throw new CallbackSecretMissingException(client);
              }
            })
        .replaceWithVoid();
  }
}
