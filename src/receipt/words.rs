//! The words on the papers. A paper has the language of its printer and not that of who looks at a screen.

use super::{Change, Language};
use crate::order::{PaymentMethod, PaymentStatus, Source};

impl Language {
    const fn of(self, chinese: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    pub(super) const fn copy(self) -> &'static str {
        self.of("「補印」", "*** COPY ***")
    }

    pub(super) const fn change(self, change: Change) -> Option<&'static str> {
        match change {
            Change::New => None,
            Change::Changed => Some(self.of("【改單】", "** CHANGED **")),
            Change::Void => Some(self.of("【作廢】", "** VOID **")),
        }
    }

    pub(super) const fn source(self, source: Source) -> &'static str {
        match source {
            Source::DineIn => self.of("內用", "Dine in"),
            Source::Takeout => self.of("外帶", "Takeout"),
            Source::Delivery => self.of("外送", "Delivery"),
        }
    }

    pub(super) const fn method(self, method: PaymentMethod) -> &'static str {
        match method {
            PaymentMethod::Cash => self.of("現金", "Cash"),
            PaymentMethod::LinePay => "LINE Pay",
            PaymentMethod::CreditCard => self.of("信用卡", "Credit card"),
            PaymentMethod::EasyCard => self.of("悠遊卡", "EasyCard"),
            PaymentMethod::Other => self.of("其他", "Other"),
        }
    }

    pub(super) const fn state(self, status: PaymentStatus) -> Option<&'static str> {
        match status {
            PaymentStatus::Unpaid => Some(self.of("未付款", "Not paid")),
            PaymentStatus::Paid => None,
            PaymentStatus::Refunded => Some(self.of("已全數退款", "Refunded in full")),
        }
    }

    pub(super) const fn table(self) -> &'static str {
        self.of("桌號", "Table")
    }

    pub(super) const fn order(self) -> &'static str {
        self.of("單號", "Order")
    }

    pub(super) const fn day(self) -> &'static str {
        self.of("營業日", "Business day")
    }

    pub(super) const fn cashier(self) -> &'static str {
        self.of("收銀", "Cashier")
    }

    pub(super) const fn customer(self) -> &'static str {
        self.of("顧客", "Customer")
    }

    pub(super) const fn due(self) -> &'static str {
        self.of("取餐時間", "Wanted at")
    }

    pub(super) const fn combo(self) -> &'static str {
        self.of("套餐", "Combo")
    }

    pub(super) const fn sum(self) -> &'static str {
        self.of("小計", "Sum")
    }

    pub(super) const fn discount(self) -> &'static str {
        self.of("折扣", "Discount")
    }

    pub(super) const fn total(self) -> &'static str {
        self.of("合計", "Total")
    }

    pub(super) const fn tendered(self) -> &'static str {
        self.of("收", "Tendered")
    }

    pub(super) const fn change_given(self) -> &'static str {
        self.of("找零", "Change")
    }

    pub(super) const fn refund(self) -> &'static str {
        self.of("退款", "Refund")
    }

    pub(super) const fn refunded(self) -> &'static str {
        self.of("已退", "Refunded")
    }
}
