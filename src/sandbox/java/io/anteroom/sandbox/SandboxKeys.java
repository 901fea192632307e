package io.anteroom.sandbox;

/** What opens the sandbox. All of it is printed at the start, and no secret. */
public final class SandboxKeys {

  /** The key of the client {@code sandbox}. */
  public static final String CLIENT = "sandbox-client-key-0123456789abcdef";

  /** The key of an operator who may act. */
  public static final String OPERATOR = "sandbox-operator-key-0123456789abcdef";

  /** What the callbacks of the client {@code sandbox} are signed with. */
  public static final String CALLBACK_SECRET =
      "whsec_c2FuZGJveC1jYWxsYmFjay1zZWNyZXQtbm90LXNlY3JldA==";

  /** The key of the client {@code warm-up}, which indexes some texts at the start. */
  static final String WARM_UP = "sandbox-warm-up-key-0123456789abcdef";

  private SandboxKeys() {}
}
