package io.serai.bot;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.List;

/**
 * How the bot tells customers about their orders.
 *
 * @param patterns what an order number looks like, as regular expressions on capital letters and
 *     half-width digits; a number is found only where no letter or digit touches it
 * @param words that ask after an order without naming one
 * @param most how many orders are told in one answer
 */
@ConfigurationProperties("serai.bot.orders")
record OrderSettings(
        @DefaultValue("E\\d{14}") List<String> patterns,
        @DefaultValue({
                    "查订单",
                    "查询订单",
                    "查一下订单",
                    "查下订单",
                    "我的订单",
                    "订单状态",
                    "订单到哪",
                    "查物流",
                    "物流到哪",
                    "物流信息",
                    "查快递",
                    "快递到哪",
                    "我的快递",
                    "我的包裹",
                    "包裹到哪",
                    "到哪了",
                    "还没到",
                    "还没收到",
                    "还没发货",
                    "怎么还不发货",
                    "where is my order",
                    "where's my order",
                    "my order",
                    "order status",
                    "track my",
                    "my package",
                    "my parcel"
                })
                List<String> words,
        @DefaultValue("3") int most) {}
