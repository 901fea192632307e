package io.anteroom.account;

/** Signs operators in by an OpenID provider. Only builds with {@code -Doidc} have it. */
public interface ProviderSignIn {}
