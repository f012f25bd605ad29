package io.serai.gateway.data;

import io.serai.gateway.SystemsSettings;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** What Spring makes for databases and services, where there is no Spring. */
public final class DataBeans {

    private DataBeans() {}

    /** Returns what closes them. */
    public static Runnable bind(CamelContext camel, SystemsSettings settings) {
        Registry registry = camel.getRegistry();
        DataConfiguration made = new DataConfiguration();
        registry.bind("reading-sql-language", made.readingSql());
        registry.bind("bound-bson-language", made.boundBson());
        registry.bind("bound-search-language", made.boundSearch());
        registry.bind("grpc-request-language", made.grpcRequest());
        registry.bind("jdbcCall", made.jdbcCall());
        registry.bind("mongoCall", made.mongoCall());
        registry.bind("searchCall", made.searchCall());
        registry.bind("grpcCall", made.grpcCall());
        return made.dataSystems(settings, camel)::close;
    }
}
