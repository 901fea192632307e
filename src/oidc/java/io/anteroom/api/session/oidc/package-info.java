/**
 * Signs operators in by an OpenID provider. Only builds with {@code -Doidc} have this package and
 * the library that it needs (decision 27).
 */
package io.anteroom.api.session.oidc;
