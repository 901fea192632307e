package io.anteroom.sandbox.upstream.faults;

import io.anteroom.sandbox.upstream.settings.FaultSettings;
import java.util.random.RandomGenerator;

/** Turns one random number into at most one fault. */
final class FaultDraw {
  private static final int DEFAULT_SERVER_ERROR = 503;

  private final FaultSettings settings;
  private double left;

  private FaultDraw(FaultSettings settings, double number) {
    this.settings = settings;
    this.left = number;
  }

  static Fault draw(FaultSettings settings, RandomGenerator random) {
    return new FaultDraw(settings, random.nextDouble()).fault();
  }

  private Fault fault() {
    if (settings.rawAnswer() != null) {
      return new Fault.AnswerBytes(settings.rawAnswer());
    }
    if (settings.forcedStatus() != null) {
      return new Fault.AnswerStatus(settings.forcedStatus());
    }
    if (hits(settings.serverError())) {
      Integer status = settings.serverErrorStatus();
      return new Fault.AnswerStatus(status == null ? DEFAULT_SERVER_ERROR : status);
    }
    if (hits(settings.dropBefore())) {
      return new Fault.DropBefore();
    }
    if (hits(settings.dropAfter())) {
      return new Fault.DropAfter();
    }
    if (hits(settings.late())) {
      return new Fault.LateAcceptance(settings.lateMs());
    }
    if (hits(settings.withoutTaskId())) {
      return new Fault.WithoutTaskId();
    }
    return hits(settings.redirect())
        ? new Fault.Redirect(settings.redirectLocation())
        : new Fault.None();
  }

  /** Each probability owns a stretch of 0 to 1; the stretches lie side by side. */
  private boolean hits(double probability) {
    boolean hit = left >= 0 && left < probability;
    left -= probability;
    return hit;
  }
}
