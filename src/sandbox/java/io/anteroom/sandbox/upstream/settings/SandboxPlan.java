package io.anteroom.sandbox.upstream.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an account has booked (source: seed, "Rate Limit"). */
public enum SandboxPlan {
  @JsonProperty("free")
  FREE,
  @JsonProperty("pro")
  PRO,
  @JsonProperty("enterprise")
  ENTERPRISE
}
