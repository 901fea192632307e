package io.anteroom.api.response;

import io.anteroom.api.ApiSettings;
import io.anteroom.cluster.EngineSettings;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.time.Duration;

/** How long a caller waits, by its header and the settings. Immutable, thread-safe. */
@Singleton
public class WaitLimits {

  private final ApiSettings settings;
  private final EngineSettings engine;

  WaitLimits(ApiSettings settings, EngineSettings engine) {
    this.settings = settings;
    this.engine = engine;
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
    return new Wait(wait, wait.waitOr(settings.permitWait(), longestForPermit()));
  }

  /**
   * How long after the beginning of a wait the features of its task may wait for a permit: as long
   * as the wait; where the caller does not say how long, at least as long as a search.
   */
  public Duration forFeatures(Wait wait) {
    Duration unasked = engine.withinRequest(settings.permitWait());
    return wait.isAsked() || wait.max().compareTo(unasked) > 0 ? wait.max() : unasked;
  }

  /** The longest that a call may wait for its permit: it holds a place in a queue. */
  public Duration longestForPermit() {
    return engine.withinRequest(settings.maxPermitWait());
  }

  private Wait of(HttpHeaders headers, Duration otherwise) {
    PreferHeader prefer = PreferHeader.parse(headers.getRequestHeader("Prefer"));
    return new Wait(prefer, prefer.waitOr(otherwise, engine.withinRequest(settings.maxWait())));
  }

  public record Wait(PreferHeader prefer, Duration max) {

    /** Whether the caller said how long, or that it does not wait. */
    boolean isAsked() {
      return prefer.asked().isPresent() || prefer.respondAsync();
    }

    /** Adds to a response what was done of the preference. */
    public ResponseBuilder addTo(ResponseBuilder response) {
      prefer.applied(max).ifPresent(applied -> response.header("Preference-Applied", applied));
      return response.header(HttpHeaders.VARY, "Prefer");
    }
  }
}
