package io.anteroom.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The plans of the upstream's rate-limit table (seed: Rate Limit). */
public enum Plan {
  FREE,
  PRO,
  ENTERPRISE;

  /** The plan with this name, in any case; empty where there is none. */
  public static Optional<Plan> named(String name) {
    return Arrays.stream(values()).filter(p -> p.name().equalsIgnoreCase(name.strip())).findFirst();
  }

  /** The name as configuration and answers write it, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
