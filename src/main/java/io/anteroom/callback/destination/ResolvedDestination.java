package io.anteroom.callback.destination;

import java.net.InetAddress;
import java.net.URI;

/**
 * Where one attempt goes. The connection must be opened to the address, and to nothing that the
 * name stands for by then: the address is what was checked. Immutable.
 *
 * @param url the URL as it was asked for; its host is the name of the certificate and of the {@code
 *     UrlHost} header; never null
 * @param address the address to connect to, never null
 * @param inPrivateNetwork whether it is one of a private network, which must be allowed: then what
 *     is answered there is not for whoever named the URL
 */
public record ResolvedDestination(URI url, InetAddress address, boolean inPrivateNetwork) {}
