package io.anteroom.callback;

import io.anteroom.callback.destination.ConfiguredUrls;
import io.anteroom.callback.destination.DestinationRefused;
import io.anteroom.callback.destination.Destinations;
import io.anteroom.callback.secret.CallbackSecretMissing;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.SecretUnreadable;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;

/** Decides at the accept who is told of a task's end. Thread-safe. */
@Singleton
public class CallbackAdmission {

  private final Destinations destinations;
  private final CallbackSecrets secrets;
  private final ConfiguredUrls configured;

  /** Only stores its parts. */
  public CallbackAdmission(
      Destinations destinations, CallbackSecrets secrets, ConfiguredUrls configured) {
    this.destinations = destinations;
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
   * @return fails with {@link DestinationRefused} or {@link CallbackSecretMissing}
   */
  public Uni<String> admit(String client, String wished) {
    return (wished == null ? admitConfigured(client) : destinations.admit(wished))
        .call(() -> needSecret(client))
        .map(URI::toString);
  }

  private Uni<URI> admitConfigured(String client) {
    return destinations
        .admit(configured.of(client).orElseThrow().toString())
        .onFailure(DestinationRefused.class)
        .transform(
            refusal ->
                new DestinationRefused(
                    "Of the callback URL that the configuration gives this client: "
                        + refusal.getMessage()));
  }

  private Uni<Void> needSecret(String client) {
    return secrets
        .of(client)
        .onFailure(SecretUnreadable.class)
        .recoverWithItem(List.of())
        .invoke(
            found -> {
              if (found.isEmpty()) {
                throw new CallbackSecretMissing(client);
              }
            })
        .replaceWithVoid();
  }
}
