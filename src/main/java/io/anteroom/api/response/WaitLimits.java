package io.anteroom.api.response;

import io.anteroom.api.ApiSettings;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;

/** How long a caller waits, by its header and the settings. Immutable, thread-safe. */
@Singleton
public class WaitLimits {

  private final ApiSettings settings;

  WaitLimits(ApiSettings settings) {
    this.settings = settings;
  }

  /** The wait of a call that waits unless asked not to. */
  public Wait waiting(HttpHeaders headers) {
    return of(headers, settings.defaultWait());
  }

  /** The wait of a call that answers at once unless asked to wait. */
  public Wait atOnce(HttpHeaders headers) {
    return of(headers, Duration.ZERO);
  }

  /** The wait of a cancel for its end to be certain. */
  public Wait forCancel(HttpHeaders headers) {
    return of(headers, settings.cancelWait());
  }

  /** The wait of a call that is passed through, for its permit; {@code respond-async} is none. */
  public Wait forPermit(HttpHeaders headers) {
    PreferHeader prefer = PreferHeader.parse(headers.getRequestHeader("Prefer"));
    PreferHeader wait = new PreferHeader(prefer.asked(), false);
    return new Wait(wait, wait.waitOr(settings.permitWait(), settings.maxPermitWait()));
  }

  private Wait of(HttpHeaders headers, Duration otherwise) {
    PreferHeader prefer = PreferHeader.parse(headers.getRequestHeader("Prefer"));
    return new Wait(prefer, prefer.waitOr(otherwise, settings.maxWait()));
  }

  public record Wait(PreferHeader prefer, Duration max) {}
}
