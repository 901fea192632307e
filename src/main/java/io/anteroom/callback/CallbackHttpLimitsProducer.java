package io.anteroom.callback;

import io.anteroom.callback.http.CallbackHttpClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the HTTP client the part of the settings that it needs. */
final class CallbackHttpLimitsProducer {

  @Produces
  @Singleton
  static CallbackHttpClient.Limits limits(CallbackSettings settings) {
    return new CallbackHttpClient.Limits(
        settings.timeout(), settings.maxResponse(), settings.maxInFlight());
  }
}
