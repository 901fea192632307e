package io.anteroom.api.session;

import io.anteroom.account.OperatorSessions;

/**
 * The cookie that carries the session of an operator. By the prefix of its name a browser takes it
 * only over HTTPS, for this host and for every path (RFC 6265bis, 4.1.3.2); the page may be behind
 * any path. Stateless.
 */
public final class SessionCookie {

  static final String NAME = "__Host-anteroom-operator";

  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=";

  private SessionCookie() {}

  /** The value of {@code Set-Cookie} that begins a session. */
  public static String with(String session) {
    return NAME + "=" + session + ATTRIBUTES + OperatorSessions.LENGTH.toSeconds();
  }

  /** The value of {@code Set-Cookie} that makes the browser forget it. */
  static String removed() {
    return NAME + "=" + ATTRIBUTES + 0;
  }
}
