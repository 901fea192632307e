package io.anteroom.callback;

import io.anteroom.callback.destination.ConfiguredCallbackUrls;
import io.anteroom.callback.destination.DestinationPolicy;
import io.anteroom.callback.destination.DestinationRefusedException;
import io.anteroom.callback.secret.CallbackSecretMissingException;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.SecretUnreadableException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;

/** Decides at the accept who is told of a task's end. Thread-safe. */
@Singleton
public class CallbackUrlCheck {

  private final DestinationPolicy destinationPolicy;
  private final CallbackSecrets secrets;
  private final ConfiguredCallbackUrls configured;

  /** Only stores its parts. */
  public CallbackUrlCheck(
      DestinationPolicy destinationPolicy,
      CallbackSecrets secrets,
      ConfiguredCallbackUrls configured) {
    this.destinationPolicy = destinationPolicy;
    this.secrets = secrets;
    this.configured = configured;
  }

  /** Whether nobody is to be told: neither the request, here null, nor the client names a URL. */
  public boolean isNobodyTold(String client, String wished) {
    return wished == null && configured.of(client).isEmpty();
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
        .admit(configured.of(client).orElseThrow().toString())
        .onFailure(DestinationRefusedException.class)
        .transform(
            refusal ->
                new DestinationRefusedException(
                    "Of the callback URL that the configuration gives this client: "
                        + refusal.getMessage()));
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
