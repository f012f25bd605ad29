package io.serai.gateway.crm;

import io.serai.gateway.SystemAddress;

import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives Jetty's client the addresses of a host, each of them vetted. So also where Salesforce's
 * answer to a login says that the org is cannot be where the hub calls nobody.
 */
final class VettedAddresses implements SocketAddressResolver {

    @Override
    public void resolve(
            String host,
            int port,
            Map<String, Object> context,
            Promise<List<InetSocketAddress>> addresses) {
        Thread.startVirtualThread(
                () -> {
                    try {
                        addresses.succeeded(
                                Stream.of(SystemAddress.DESTINATIONS.resolve(host))
                                        .map(address -> new InetSocketAddress(address, port))
                                        .toList());
                    } catch (UnknownHostException e) {
                        addresses.failed(e);
                    }
                });
    }
}
