package io.anteroom.api.filter;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Switches off the framework's own check of URLs, which answers 400 without a body before any
 * filter. {@link RequestFilter} makes the same check and answers with a problem. The framework has
 * no setting for it but a system property, which it reads once and early: so this is done while the
 * configuration is built.
 */
public final class FrameworkUrlCheck implements SmallRyeConfigBuilderCustomizer {

  private static final String OFF = "vertx.disableURIValidation";

  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    System.setProperty(OFF, "true");
  }
}
