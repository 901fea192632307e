package io.anteroom.sandbox;

import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Starts everything on a machine that has a JDK and nothing else: PostgreSQL, Redis, the stand-in
 * upstream, and Anteroom in front of it. A live reload runs it again in the same JVM: then the
 * servers are there already and keep their data.
 */
@QuarkusMain
public final class SandboxMain {

  /** The key of the client {@code sandbox}; no secret. */
  public static final String CLIENT_KEY = "sandbox-client-key-0123456789abcdef";

  /** The key of an operator who may act; no secret either. */
  static final String OPERATOR_KEY = "sandbox-operator-key-0123456789abcdef";

  /** What the callbacks of the client {@code sandbox} are signed with; no secret either. */
  public static final String CALLBACK_SECRET =
      "whsec_c2FuZGJveC1jYWxsYmFjay1zZWNyZXQtbm90LXNlY3JldA==";

  static final String STARTED = "sandbox.started";

  private SandboxMain() {}

  /** Runs until the process is ended. */
  public static void main(String[] args) {
    if (System.getProperty(STARTED) == null) {
      startServers();
    }
    Quarkus.run(args);
  }

  private static void startServers() {
    ClassPreloader.ofThisPackage();
    EmbeddedServers servers = EmbeddedServers.start();
    String content = servers.folder().resolve("upstream").toString().replace("\\", "/");
    SandboxUpstream upstream =
        SandboxUpstream.start(
            SandboxSettings.fromJson("{\"content\": {\"folder\": \"%s\"}}".formatted(content)));
    System.out.println("sandbox upstream ready at " + upstream.baseUrl());
    set("DATABASE_URL", servers.databaseUrl());
    set("DATABASE_USER", servers.databaseUser());
    set("REDIS_URL", servers.redisUrl());
    set("MIXPEEK_BASE_URL", upstream.baseUrl());
    set("MIXPEEK_API_KEY", "sandbox-pro-key");
    set("MIXPEEK_PLAN", "pro");
    set("ANTEROOM_API_KEYS", "sandbox:" + CLIENT_KEY);
    set("ANTEROOM_OPERATOR_KEY", OPERATOR_KEY);
    set("anteroom.clients.sandbox.callback-secret", CALLBACK_SECRET);
    set("anteroom.callbacks.allow-http", "true");
    set("anteroom.callbacks.allow-loopback", "true");
    set("ANTEROOM_SPOOL", servers.folder().resolve("spool").toString());
    set(STARTED, "true");
  }

  private static void set(String key, String value) {
    System.setProperty(key, value);
  }
}
